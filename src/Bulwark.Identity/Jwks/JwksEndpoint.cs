using System.Text.Json;
using Bulwark.Core.Routing;
using Bulwark.Identity.Tokens;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Identity.Jwks;

/// <summary><c>GET /.well-known/jwks.json</c>: the public keys, for anybody.</summary>
internal sealed class JwksEndpoint(SigningKeys keys)
{
    /// <summary>Verifiers ask again after five minutes; some of them only because this says so.</summary>
    internal const string CacheControl = "public, max-age=300";

    private readonly byte[] _document = JsonSerializer.SerializeToUtf8Bytes(
        new KeySet([.. keys.Published.Select(key => key.PublicKey)]), JwksJson.Default.KeySet);

    public ValueTask<IResult> AnswerAsync(HttpContext context, RouteValues values)
    {
        context.Response.Headers.CacheControl = CacheControl;
        return ValueTask.FromResult<IResult>(TypedResults.Bytes(_document, "application/json"));
    }
}
