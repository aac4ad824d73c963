using System.Text.Encodings.Web;
using System.Text.Json;
using Bulwark.DataApi.Execution;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Http;

/// <summary>An answer on its way out: one result, or those of a batch.</summary>
/// <param name="results">The results; one unless it is a batch.</param>
/// <param name="isBatch">True when the answer is an array.</param>
/// <param name="errorStatus">The status for an error of a single request: 200 as Hasura has it on <c>/v1</c>, 400 on <c>/v1alpha1</c>.</param>
internal sealed class GraphQLResult(IReadOnlyList<ExecutionResult> results, bool isBatch, int errorStatus) : IResult
{
    // Messages quote names with ' and "; the answer is never part of a page.
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>An error as the whole answer.</summary>
    public static GraphQLResult Of(GraphQLError error, int errorStatus) => new([ExecutionResult.Of(error)], isBatch: false, errorStatus);

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = Status();
        response.ContentType = "application/json; charset=utf-8";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        await using (var json = new Utf8JsonWriter(response.BodyWriter, WriterOptions))
            Write(json);

        await response.BodyWriter.FlushAsync(httpContext.RequestAborted);
    }

    private int Status() => !isBatch && results is [{ Error: { } error }] ? error.Status ?? errorStatus : StatusCodes.Status200OK;

    private void Write(Utf8JsonWriter json)
    {
        if (isBatch)
            json.WriteStartArray();

        foreach (var result in results)
        {
            if (result.Error is { } error)
                error.WriteTo(json);
            else
                json.WriteRawValue(result.Json.Span, skipInputValidation: true);
        }

        if (isBatch)
            json.WriteEndArray();
    }
}
