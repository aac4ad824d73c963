using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;

namespace Bulwark.Mcp.Matrix;

/// <summary>Speaks the Matrix client-server API to the homeserver on its socket.</summary>
internal sealed class MatrixClient(HttpClient homeserver) : IDisposable
{
    private const int MaxAnswerBytes = 8 * 1024 * 1024;
    private const int MaxConnections = 32;

    public static MatrixClient Create(TierEnvironment environment)
    {
        var handler = UnixSocketHttp.CreateHandler(environment.Data.Socket("homeserver"));
        handler.MaxConnectionsPerServer = MaxConnections;
        return new MatrixClient(new HttpClient(handler)
        {
            BaseAddress = new Uri("http://homeserver"),
            Timeout = ToolDeadline.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        });
    }

    /// <summary>Asks the homeserver. Its refusals are values.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="accessToken">Whose request it is; null for a login.</param>
    /// <param name="requestId">The request for the sake of which this one is made.</param>
    /// <param name="type">The shape of a good answer.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="HttpRequestException">The homeserver cannot be reached, or fails.</exception>
    /// <exception cref="JsonException">It does not speak Matrix.</exception>
    public async Task<MatrixResponse<T>> SendAsync<T>(
        MatrixRequest request, string? accessToken, string requestId, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        using var message = ToMessage(request, accessToken, requestId);
        using var response = await homeserver.SendAsync(message, cancellationToken);
        var status = (int)response.StatusCode;
        if (response.IsSuccessStatusCode)
        {
            var value = await response.Content.ReadFromJsonAsync(type, cancellationToken);
            return new MatrixResponse<T>(value ?? throw new JsonException("The homeserver answered null"), null, status);
        }

        if (status >= 500)
            throw new HttpRequestException($"The homeserver answered with status {status}");

        var error = await response.Content.ReadFromJsonAsync(McpJson.Wire.MatrixErrorBody, cancellationToken);
        return new MatrixResponse<T>(null, error ?? new MatrixErrorBody(), status);
    }

    /// <inheritdoc />
    public void Dispose() => homeserver.Dispose();

    private static HttpRequestMessage ToMessage(MatrixRequest request, string? accessToken, string requestId)
    {
        var message = new HttpRequestMessage(request.Method, request.Path);
        message.Headers.Add("X-Request-Id", requestId);
        if (accessToken is not null)
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);

        if (request.Body is not null)
        {
            message.Content = new ByteArrayContent(request.Body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return message;
    }
}
