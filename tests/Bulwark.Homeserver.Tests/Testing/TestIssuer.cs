using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Bulwark.Core.Hosting;
using Bulwark.Core.Routing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Homeserver.Tests.Testing;

/// <summary>An identity provider that only publishes its key, on the identity tier's socket. Tokens are signed in the test.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    public const string KeyId = "test-key";

    private readonly RSA _key = RSA.Create(2048);
    private readonly WebApplication _app;
    private readonly TimeProvider _time;
    private readonly string _issuer;

    private TestIssuer(TierEnvironment environment)
    {
        _time = environment.Time;
        _issuer = environment.Issuer;
        var builder = TierHost.CreateBuilder("identity", environment);
        builder.ListenOnTierSocket("identity", environment);
        _app = builder.Build();
        var routes = new RouteTable().Map("GET", "/.well-known/jwks.json", (_, _) => new(TypedResults.Text(KeySet(), "application/json")));
        _app.UseRouteTable(routes, _ => TypedResults.NotFound(), _ => TypedResults.NotFound());
    }

    public RSA Key => _key;

    public static async Task<TestIssuer> StartAsync(TierEnvironment environment)
    {
        var issuer = new TestIssuer(environment);
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>An ID token; null in <paramref name="changes"/> takes a claim away.</summary>
    public string IdToken(string user, string[]? groups = null, string? subject = null, Action<JsonObject>? changes = null)
    {
        var now = _time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = _issuer,
            ["aud"] = "bulwark-web",
            ["sub"] = subject ?? $"sub-of-{user}",
            ["token_use"] = "id",
            ["cognito:username"] = user,
            ["cognito:groups"] = new JsonArray([.. (groups ?? []).Select(group => (JsonNode)group)]),
            ["iat"] = now,
            ["exp"] = now + 3600,
        };
        changes?.Invoke(claims);
        return Sign(new JsonObject { ["alg"] = "RS256", ["kid"] = KeyId, ["typ"] = "JWT" }, claims, data => _key.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    public static string Sign(JsonObject header, JsonObject claims, Func<byte[], byte[]> sign)
    {
        var data = $"{Encode(header)}.{Encode(claims)}";
        return $"{data}.{Base64Url.EncodeToString(sign(System.Text.Encoding.ASCII.GetBytes(data)))}";
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _key.Dispose();
    }

    private static string Encode(JsonObject json) => Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));

    private string KeySet()
    {
        var parameters = _key.ExportParameters(includePrivateParameters: false);
        return new JsonObject
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["use"] = "sig",
                ["alg"] = "RS256",
                ["kid"] = KeyId,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        }.ToJsonString();
    }
}
