package fovea.audit;

import java.util.List;

/**
 * What was found of the labels.
 *
 * @param by how the images were judged, a phrase
 * @param accuracy of what judged them, by the labels as they are, in [0, 1]; of the images that
 *     were held out
 * @param estimatedWrong how many labels are wrong, by confident learning's estimate
 * @param joint how many images of a class (row) are confidently taken for each (column)
 * @param suspects the most suspicious first
 */
public record LabelAudit(
    String by,
    double accuracy,
    double estimatedWrong,
    List<List<Long>> joint,
    List<Suspect> suspects) {}
