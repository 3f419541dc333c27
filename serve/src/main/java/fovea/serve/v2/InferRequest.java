package fovea.serve.v2;

import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An inference request as it was sent, before it is known to make sense for a model.
 *
 * @param id that the reply repeats, or null
 * @param datatype of its images
 * @param shape of its images
 * @param numbers in row-major order, and maybe others behind them; null where they are files or
 *     binary; of those that are more than any images have, only the first ones
 * @param count of the numbers or files, all of them
 * @param files that were in base64, each cut where it is too large; null where they are numbers or
 *     binary; of those that are more than a request may have, only the first ones
 * @param binary what follows the JSON, little-endian; null where all is in the JSON
 * @param binaryReply whether the probabilities are wanted behind the JSON
 */
@SuppressWarnings("ArrayRecordComponent") // made once and only read
record InferRequest(
    @Nullable String id,
    String datatype,
    List<Long> shape,
    float @Nullable [] numbers,
    int count,
    @Nullable List<byte[]> files,
    @Nullable ByteBuffer binary,
    boolean binaryReply) {}
