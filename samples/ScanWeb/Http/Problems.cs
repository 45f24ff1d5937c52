using Microsoft.AspNetCore.Http.HttpResults;

namespace ScanWeb.Http;

/// <summary>Problem details with a <c>code</c>, as those of the scanning endpoints have it.</summary>
internal static class Problems
{
    /// <summary>Gives every problem that the host itself makes its code: wrong paths, refused tokens, too many requests.</summary>
    internal static IServiceCollection AddProblems(this IServiceCollection services) => services.AddProblemDetails(problems =>
        problems.CustomizeProblemDetails = context =>
        {
            context.ProblemDetails.Extensions.TryAdd("success", false);
            context.ProblemDetails.Extensions.TryAdd("code", Code(context.ProblemDetails.Status));
        });

    internal static ProblemHttpResult Invalid(string detail) => Problem(StatusCodes.Status400BadRequest, detail);

    internal static ProblemHttpResult Unauthorized(string detail) => Problem(StatusCodes.Status401Unauthorized, detail);

    private static ProblemHttpResult Problem(int status, string detail) => TypedResults.Problem(detail, statusCode: status);

    private static string Code(int? status) => status switch
    {
        StatusCodes.Status400BadRequest => "invalid_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "not_found",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        StatusCodes.Status429TooManyRequests => "rate_limited",
        _ => "internal",
    };
}
