using System.Text.Json;
using Bulwark.Core.Hosting;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Bulwark.Jwt;

/// <summary>
/// Verifies JSON Web Tokens (RFC 7519) of one issuer: signature by a key that the issuer publishes now, exact issuer, an audience of the list,
/// <c>exp</c> required. Only RS256 and ES256; the header's algorithm has to fit the key (RFC 8725 section 3.1).
/// </summary>
public sealed class JwtVerifier : IDisposable
{
    /// <summary>Larger tokens are refused unread.</summary>
    public const int MaxTokenLength = 16 * 1024;

    private static readonly string[] Algorithms = [SecurityAlgorithms.RsaSha256, SecurityAlgorithms.EcdsaSha256];

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MaxTokenLength };
    private readonly IReadOnlyList<string> _audiences;
    private readonly TimeSpan _leeway;
    private readonly TimeProvider _time;
    private readonly string _issuer;
    private readonly IssuerKeys _keys;

    /// <summary>A verifier as a tier's settings ask for it.</summary>
    /// <param name="options">The tier's settings.</param>
    /// <param name="environment">Gives the instance's own issuer, the clock and the identity tier's socket.</param>
    /// <param name="defaultAudiences">The audiences taken when the settings name none. An empty list takes any audience: the caller then checks for itself.</param>
    public JwtVerifier(JwtOptions options, TierEnvironment environment, IReadOnlyList<string> defaultAudiences)
    {
        _issuer = options.Issuer ?? environment.Issuer;
        _audiences = options.Audiences ?? defaultAudiences;
        _leeway = TimeSpan.FromSeconds(options.LeewaySeconds);
        _time = environment.Time;
        _keys = IssuerKeys.Create(options, environment);
    }

    /// <summary>Says whether a token is to be believed.</summary>
    public async ValueTask<JwtResult> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxTokenLength || Read(token) is not { } jwt)
            return JwtResult.Fail(JwtFailure.Malformed);

        if (!Algorithms.Contains(jwt.Alg, StringComparer.Ordinal))
            return JwtResult.Fail(JwtFailure.Algorithm);

        if (await _keys.FindAsync(jwt.Kid, cancellationToken) is not { } keys)
            return JwtResult.Fail(JwtFailure.KeysUnavailable);

        if (keys.Count == 0)
            return JwtResult.Fail(JwtFailure.Signature);

        var result = await _handler.ValidateTokenAsync(jwt, SignatureOnly(keys));
        if (!result.IsValid)
            return JwtResult.Fail(JwtFailure.Signature);

        return CheckClaims(jwt);
    }

    /// <inheritdoc />
    public void Dispose() => _keys.Dispose();

    private JsonWebToken? Read(string token)
    {
        if (!_handler.CanReadToken(token))
            return null;

        try
        {
            return _handler.ReadJsonWebToken(token);
        }
        catch (ArgumentException)
        {
            // CanReadToken looks at the shape alone; what the parts hold shows only here.
            return null;
        }
    }

    // Claims are checked below by our own clock and in our own words; the library does what it is needed for, the signature.
    private static TokenValidationParameters SignatureOnly(IReadOnlyList<SecurityKey> keys) => new()
    {
        IssuerSigningKeys = keys,
        TryAllIssuerSigningKeys = false,
        ValidAlgorithms = Algorithms,
        ValidateAudience = false,
        ValidateIssuer = false,
        ValidateLifetime = false,
        RequireSignedTokens = true,
    };

    private JwtResult CheckClaims(JsonWebToken jwt)
    {
        if (ReadPayload(jwt) is not { } token)
            return JwtResult.Fail(JwtFailure.Malformed);

        if (!string.Equals(token.Text("iss"), _issuer, StringComparison.Ordinal))
            return JwtResult.Fail(JwtFailure.Issuer);

        if (_audiences.Count > 0 && !token.TextList("aud").Any(audience => _audiences.Contains(audience, StringComparer.Ordinal)))
            return JwtResult.Fail(JwtFailure.Audience);

        return CheckLifetime(token);
    }

    private JwtResult CheckLifetime(VerifiedToken token)
    {
        var now = _time.GetUtcNow();
        if (!TryReadTime(token, "exp", out var expiresAt))
            return JwtResult.Fail(token.Payload.TryGetProperty("exp", out _) ? JwtFailure.Malformed : JwtFailure.NoExpiry);

        if (now >= expiresAt + _leeway)
            return JwtResult.Fail(JwtFailure.Expired);

        if (token.Payload.TryGetProperty("nbf", out _))
        {
            if (!TryReadTime(token, "nbf", out var notBefore))
                return JwtResult.Fail(JwtFailure.Malformed);

            if (now < notBefore - _leeway)
                return JwtResult.Fail(JwtFailure.NotYetValid);
        }

        return new JwtResult(token, null);
    }

    // A NumericDate (RFC 7519 section 2), within what a date can hold.
    private static bool TryReadTime(VerifiedToken token, string claim, out DateTimeOffset time)
    {
        time = default;
        if (!token.Payload.TryGetProperty(claim, out var value) || value.ValueKind != JsonValueKind.Number
            || !value.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 100_000_000_000))
        {
            return false;
        }

        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }

    private static VerifiedToken? ReadPayload(JsonWebToken jwt)
    {
        try
        {
            // One claim under two names' worth of readings is how checks are walked around, so a doubled key is no token.
            using var document = JsonDocument.Parse(
                Base64UrlEncoder.DecodeBytes(jwt.EncodedPayload), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 16 });
            return document.RootElement.ValueKind == JsonValueKind.Object ? new VerifiedToken(document.RootElement.Clone()) : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }
}
