package fovea.audit;

/**
 * By how much groups differ in one respect.
 *
 * @param difference between the highest and the lowest share, in [0, 1]; 0 is no gap
 * @param ratio of the lowest share to the highest, in [0, 1]; 1 is no gap
 * @param where what differs most, a phrase
 * @param highest the group with the highest share there
 * @param lowest the group with the lowest share there
 */
public record Gap(double difference, double ratio, String where, String highest, String lowest) {}
