using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Bulwark.Core.Hosting;
using Bulwark.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bulwark.DataApi.Tests;

/// <summary>Stands in for the identity tier: its key on its socket, and tokens in the shape of the pool's.</summary>
internal sealed class TestIssuer : IAsyncDisposable
{
    private const string KeyId = "test-key";

    // Made once: a key takes longer to make than most tests to run.
    private static readonly RSA Key = RSA.Create(2048);

    private readonly TimeProvider _time;
    private readonly WebApplication _app;

    private TestIssuer(TierEnvironment environment)
    {
        _time = environment.Time;
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.ListenUnixSocket(environment.Data.Socket("identity")));
        _app = builder.Build();
        _app.Run(context => context.Response.WriteAsync(Jwks()));
    }

    public static async Task<TestIssuer> StartAsync(TierEnvironment environment)
    {
        var issuer = new TestIssuer(environment);
        await issuer._app.StartAsync(TestContext.Current.CancellationToken);
        return issuer;
    }

    /// <summary>An ID token of the web client.</summary>
    public string IdToken(string userId, params string[] groups) => Sign(IdClaims(userId, groups));

    /// <summary>The claims of <see cref="IdToken"/>, to be spoilt by a test.</summary>
    public JsonObject IdClaims(string userId, params string[] groups) => Claims(userId, groups, "id", "aud");

    /// <summary>The claims of an access token of the web client.</summary>
    public JsonObject AccessClaims(string userId, params string[] groups) => Claims(userId, groups, "access", "client_id");

    public static string Sign(JsonObject claims)
    {
        var content = $"{Encode($$"""{"alg":"RS256","kid":"{{KeyId}}","typ":"JWT"}""")}.{Encode(claims.ToJsonString())}";
        return $"{content}.{Base64Url.EncodeToString(Key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    private JsonObject Claims(string userId, string[] groups, string use, string clientClaim) => new()
    {
        ["iss"] = TestEnvironment.Issuer,
        ["sub"] = userId,
        ["token_use"] = use,
        [clientClaim] = "bulwark-web",
        ["cognito:groups"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]),
        ["iat"] = _time.GetUtcNow().ToUnixTimeSeconds(),
        ["exp"] = _time.GetUtcNow().AddHours(1).ToUnixTimeSeconds(),
    };

    private static string Jwks()
    {
        var parameters = Key.ExportParameters(includePrivateParameters: false);
        return $$"""
            {"keys":[{"kty":"RSA","use":"sig","alg":"RS256","kid":"{{KeyId}}",
            "n":"{{Base64Url.EncodeToString(parameters.Modulus)}}","e":"{{Base64Url.EncodeToString(parameters.Exponent)}}"}]}
            """;
    }
}
