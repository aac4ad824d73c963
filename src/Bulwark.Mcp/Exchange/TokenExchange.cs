using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Bulwark.Core.Hosting;
using Bulwark.Core.Http;
using Bulwark.Mcp.Authorization;
using Bulwark.Mcp.Matrix;

namespace Bulwark.Mcp.Exchange;

/// <summary>
/// Turns the caller's access token into a short ID token that the homeserver takes (RFC 8693). The caller's token itself is never passed on: it was made for
/// this server, and another that took it could be spoken to by everybody who sees it here.
/// </summary>
internal sealed class TokenExchange(HttpClient identity, string secret) : IDisposable
{
    /// <summary>Who we are to the issuer.</summary>
    public const string ClientId = "bulwark-mcp";

    /// <summary>Whom the ID token is for.</summary>
    public const string HomeserverAudience = "bulwark-homeserver";

    private const string IdTokenType = "urn:ietf:params:oauth:token-type:id_token";
    private const string AccessTokenType = "urn:ietf:params:oauth:token-type:access_token";
    private const string GrantType = "urn:ietf:params:oauth:grant-type:token-exchange";
    private const int MaxAnswerBytes = 64 * 1024;

    private readonly AuthenticationHeaderValue _authorization = new("Basic", Convert.ToBase64String(Encoding.ASCII.GetBytes($"{ClientId}:{secret}")));

    /// <summary>Reaches the identity tier on its socket.</summary>
    public static TokenExchange Create(TierEnvironment environment)
    {
        var client = new HttpClient(UnixSocketHttp.CreateHandler(environment.Data.Socket("identity")))
        {
            BaseAddress = new Uri("http://identity"),
            Timeout = ToolDeadline.Timeout,
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
        return new TokenExchange(client, SharedSecret.ReadOrCreate(environment.Data, ClientId));
    }

    /// <summary>An ID token of the caller for the homeserver, or why the issuer gives none.</summary>
    /// <exception cref="HttpRequestException">The issuer cannot be reached, or does not know us.</exception>
    public async Task<ChatAnswer<string>> ExchangeAsync(Caller caller, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/oauth2/token") { Content = new FormUrlEncodedContent(Form(caller.Token)) };
        request.Headers.Authorization = _authorization;
        request.Headers.Add("X-Request-Id", caller.RequestId);
        using var response = await identity.SendAsync(request, cancellationToken);
        if (response.StatusCode == HttpStatusCode.BadRequest)
        {
            var refusal = await response.Content.ReadFromJsonAsync(McpJson.Wire.ExchangeRefusal, cancellationToken);
            return ChatAnswer<string>.Refuse($"The identity provider does not vouch for you any more ({refusal?.Error}). Sign in again.");
        }

        response.EnsureSuccessStatusCode();
        var answer = await response.Content.ReadFromJsonAsync(McpJson.Wire.ExchangeAnswer, cancellationToken);
        return answer is { AccessToken: { Length: > 0 } token, IssuedTokenType: IdTokenType }
            ? ChatAnswer<string>.Of(token)
            : throw new HttpRequestException("The identity provider answered the exchange without an ID token");
    }

    /// <inheritdoc />
    public void Dispose() => identity.Dispose();

    private static Dictionary<string, string> Form(string token) => new(StringComparer.Ordinal)
    {
        ["grant_type"] = GrantType,
        ["subject_token"] = token,
        ["subject_token_type"] = AccessTokenType,
        ["requested_token_type"] = IdTokenType,
        ["audience"] = HomeserverAudience,
    };
}
