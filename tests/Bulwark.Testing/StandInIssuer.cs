using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Bulwark.Core.Hosting;
using Microsoft.AspNetCore.Http;

namespace Bulwark.Testing;

/// <summary>The identity tier as those see it who verify its tokens: a key set on its socket, and tokens signed with that key (ES256).</summary>
public sealed class StandInIssuer : IAsyncDisposable
{
    private readonly TierEnvironment _environment;
    private ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private int _keyNumber = 1;
    private int _requests;
    private StandInTier _tier = null!;

    private StandInIssuer(TierEnvironment environment) => _environment = environment;

    /// <summary>How often the key set was asked for.</summary>
    public int Requests => Volatile.Read(ref _requests);

    /// <summary>True makes it answer 503.</summary>
    public bool IsDown { get; set; }

    public static async Task<StandInIssuer> StartAsync(TierEnvironment environment)
    {
        var issuer = new StandInIssuer(environment);
        issuer._tier = await StandInTier.StartAsync(environment.Data.Socket("identity"), issuer.AnswerAsync);
        return issuer;
    }

    /// <summary>Takes the key down and puts up another.</summary>
    public void Rotate()
    {
        _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        _keyNumber++;
    }

    /// <summary>An ID token of Alice for a client.</summary>
    public string IdToken(string client = "bulwark-web", TimeSpan? lifetime = null) => Token($"\"token_use\":\"id\",\"aud\":\"{client}\"", lifetime);

    /// <summary>An access token of Alice for a resource.</summary>
    public string ResourceToken(string resource = TestEnvironment.PublicUrl + "/mcp") =>
        Token($"\"token_use\":\"access\",\"client_id\":\"bulwark-mcp\",\"aud\":\"{resource}\"");

    /// <summary>A token of Alice with further claims.</summary>
    public string Token(string claims, TimeSpan? lifetime = null)
    {
        var expiry = _environment.Time.GetUtcNow().Add(lifetime ?? TimeSpan.FromHours(1)).ToUnixTimeSeconds();
        return Sign(string.Create(CultureInfo.InvariantCulture, $$"""{"iss":"{{_environment.Issuer}}","sub":"alice","exp":{{expiry}},{{claims}}}"""));
    }

    public async ValueTask DisposeAsync()
    {
        await _tier.DisposeAsync();
        _key.Dispose();
    }

    private string Sign(string payload)
    {
        var content = Encode($$"""{"alg":"ES256","kid":"key-{{_keyNumber}}"}""") + "." + Encode(payload);
        return content + "." + Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(content), HashAlgorithmName.SHA256));
    }

    private Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        if (IsDown)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        }

        var q = _key.ExportParameters(includePrivateParameters: false).Q;
        return context.Response.WriteAsync(
            $$"""{"keys":[{"kty":"EC","crv":"P-256","kid":"key-{{_keyNumber}}","x":"{{Base64Url.EncodeToString(q.X)}}","y":"{{Base64Url.EncodeToString(q.Y)}}"}]}""");
    }

    private static string Encode(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
