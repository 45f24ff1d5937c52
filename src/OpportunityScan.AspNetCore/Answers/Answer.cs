using System.Buffers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using OpportunityScan.AspNetCore.Problems;
using OpportunityScan.AspNetCore.Wire;

namespace OpportunityScan.AspNetCore.Answers;

/// <summary>Writes answers.</summary>
internal static class Answer
{
    internal const string Json = "application/json";
    internal const string ProblemJson = "application/problem+json";

    /// <summary>What is somebody's own is kept by nobody in between.</summary>
    internal const string OwnerOnly = "private, no-store";

    internal static Task OkAsync<T>(HttpContext http, T body, JsonTypeInfo<T> type) => WriteAsync(http, StatusCodes.Status200OK, Json, body, type);

    internal static Task WriteAsync<T>(HttpContext http, int status, string contentType, T body, JsonTypeInfo<T> type)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = contentType;
        response.Headers.CacheControl = OwnerOnly;
        Put(response, HttpMethods.IsHead(http.Request.Method), body, type);
        var flushed = response.BodyWriter.FlushAsync(http.RequestAborted);
        return flushed.IsCompletedSuccessfully ? Task.CompletedTask : flushed.AsTask();
    }

    /// <summary>Without an await, for the memory that the JSON is written into belongs to the thread.</summary>
    private static void Put<T>(HttpResponse response, bool headOnly, T body, JsonTypeInfo<T> type)
    {
        using var scratch = Scratch.Rent();
        JsonSerializer.Serialize(scratch.Writer, body, type);
        var written = scratch.Finish();
        response.ContentLength = written.Length;
        if (!headOnly) response.BodyWriter.Write(written);
    }

    internal static Task ProblemAsync(HttpContext http, Problem problem)
    {
        if (problem.RetryAfter is { } retry) RetryAfter(http, retry);
        return WriteAsync(http, problem.Kind.Status, ProblemJson, problem.Body, WireJson.Default.ProblemBody);
    }

    internal static Task EmptyAsync(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = OwnerOnly;
        return Task.CompletedTask;
    }

    /// <summary>When to ask again: whole seconds, at least one.</summary>
    internal static void RetryAfter(HttpContext http, TimeSpan after) =>
        http.Response.Headers.RetryAfter = Numbers.Text((long)Math.Max(1, Math.Ceiling(after.TotalSeconds)));
}
