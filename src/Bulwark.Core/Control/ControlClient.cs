using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;

namespace Bulwark.Core.Control;

/// <summary>Calls the control routes of a running tier. Failures become an <see cref="OperatorException"/> with the sentence to print.</summary>
public sealed class ControlClient(DataDirectory data, string tier) : IDisposable
{
    private readonly HttpClient _client = new(UnixSocketHttp.CreateHandler(data.ControlSocket(tier)))
    {
        BaseAddress = new Uri("http://control"),
        Timeout = TimeSpan.FromSeconds(30),
    };

    /// <summary>Says whether anybody listens on the control socket of a tier.</summary>
    /// <exception cref="OperatorException">The socket belongs to another user.</exception>
    public static async Task<bool> IsRunningAsync(DataDirectory data, string tier, CancellationToken cancellationToken)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(data.ControlSocket(tier)), cancellationToken);
            return true;
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AccessDenied)
        {
            throw new OperatorException($"The control socket {data.ControlSocket(tier)} belongs to another user. Run this as the user who runs bulwark.", e);
        }
        catch (SocketException e)
        {
            // A full backlog refuses too (EAGAIN, connect(2)), but somebody is there.
            return e.SocketErrorCode == SocketError.WouldBlock;
        }
    }

    /// <summary>Posts a JSON body and reads a JSON answer.</summary>
    /// <exception cref="OperatorException">The tier is not running, or it refused.</exception>
    public Task<TAnswer> PostAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(request, requestType), answerType, cancellationToken);

    /// <summary>Posts without a body and reads a JSON answer.</summary>
    /// <exception cref="OperatorException">The tier is not running, or it refused.</exception>
    public Task<TAnswer> PostAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, path, null, answerType, cancellationToken);

    /// <summary>Puts a JSON body and reads a JSON answer.</summary>
    /// <exception cref="OperatorException">The tier is not running, or it refused.</exception>
    public Task<TAnswer> PutAsync<TRequest, TAnswer>(
        string path, TRequest request, JsonTypeInfo<TRequest> requestType, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Put, path, JsonContent.Create(request, requestType), answerType, cancellationToken);

    /// <summary>Reads a JSON answer.</summary>
    /// <exception cref="OperatorException">The tier is not running, or it refused.</exception>
    public Task<TAnswer> GetAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Get, path, null, answerType, cancellationToken);

    /// <summary>Deletes and reads a JSON answer.</summary>
    /// <exception cref="OperatorException">The tier is not running, or it refused.</exception>
    public Task<TAnswer> DeleteAsync<TAnswer>(string path, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Delete, path, null, answerType, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => _client.Dispose();

    private async Task<TAnswer> SendAsync<TAnswer>(
        HttpMethod method, string path, HttpContent? content, JsonTypeInfo<TAnswer> answerType, CancellationToken cancellationToken)
    {
        using var message = new HttpRequestMessage(method, path) { Content = content };
        try
        {
            using var response = await _client.SendAsync(message, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new OperatorException(await ReadRefusalAsync(response, cancellationToken));

            return await response.Content.ReadFromJsonAsync(answerType, cancellationToken)
                ?? throw new OperatorException($"The {tier} tier gave an empty answer to {message.RequestUri!.AbsolutePath}.");
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new OperatorException(Explain(e), e);
        }
    }

    private string Explain(Exception e) => e switch
    {
        HttpRequestException { InnerException: SocketException { SocketErrorCode: SocketError.AccessDenied } } =>
            $"The control socket {data.ControlSocket(tier)} belongs to another user. Run this as the user who runs bulwark.",
        HttpRequestException { InnerException: SocketException } =>
            $"The {tier} tier is not running on {data.Root}. Start it with: bulwark up --data {data.Root}",

        // It hangs up without a word on a process of another user, root too.
        HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } or HttpRequestException { InnerException: IOException } =>
            $"The {tier} tier hung up. It answers only the user who runs it: run this as that user, or look into its log.",
        TaskCanceledException => $"The {tier} tier gave no answer within {_client.Timeout.TotalSeconds:0} seconds.",
        _ => $"The {tier} tier gave no usable answer: {e.Message}",
    };

    private async Task<string> ReadRefusalAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = await response.Content.ReadFromJsonAsync(CoreJson.Default.ControlError, cancellationToken);
            return refusal?.Message ?? $"The {tier} tier refused with status {(int)response.StatusCode}.";
        }
        catch (JsonException)
        {
            return $"The {tier} tier refused with status {(int)response.StatusCode}.";
        }
    }
}
