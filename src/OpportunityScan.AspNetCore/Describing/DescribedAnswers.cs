using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Answers;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Describing;

/// <summary>What endpoints answer.</summary>
internal static class DescribedAnswers
{
    internal static ProducesResponseTypeMetadata Json<T>(int status, string description) => new(status, typeof(T), [Answer.Json]) { Description = description };

    internal static ProducesResponseTypeMetadata Stream(string description) =>
        new(StatusCodes.Status200OK, typeof(string), ["text/event-stream"]) { Description = description };

    internal static ProducesResponseTypeMetadata Empty(int status, string description) => new(status, typeof(void)) { Description = description };

    /// <summary>These problems, and those that every endpoint may answer with: one for each status code, naming the codes it may bear.</summary>
    internal static IEnumerable<object> Problems(params IEnumerable<ProblemKind> kinds) =>
        kinds.Concat([
                ProblemKind.InvalidRequest, ProblemKind.Unauthorized, ProblemKind.Forbidden, ProblemKind.RateLimited, ProblemKind.Internal, ProblemKind.StoreUnavailable,
            ])
            .GroupBy(static k => k.Status)
            .OrderBy(static g => g.Key)
            .Select(static g => new ProducesResponseTypeMetadata(g.Key, typeof(ProblemBody), [Answer.ProblemJson])
            {
                Description = "Code " + string.Join(" or ", g.Select(static k => k.Code).Distinct(StringComparer.Ordinal)) + ".",
            });
}
