using System.Net.Http.Json;
using System.Text.Json;

namespace OpportunityScan.Client;

/// <summary>Answers that are problems.</summary>
internal static class Problems
{
    /// <exception cref="ScanProblemException">The answer is one.</exception>
    internal static async Task ThrowAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (!response.IsSuccessStatusCode) throw await OfAsync(response, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<ScanProblemException> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        ProblemInfo? problem = null;
        try
        {
            if (response.Content.Headers.ContentType?.MediaType is "application/problem+json")
                problem = await response.Content.ReadFromJsonAsync(ClientJson.Default.ProblemInfo, cancellationToken).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            // Somebody else's, or broken: the status says what there is to know.
        }

        return new ScanProblemException(response.StatusCode, problem, response.Headers.RetryAfter?.Delta);
    }
}
