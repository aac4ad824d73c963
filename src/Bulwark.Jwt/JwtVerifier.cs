using System.Text.Json;
using Bulwark.Core.Hosting;

namespace Bulwark.Jwt;

/// <summary>
/// Verifies JSON Web Tokens (RFC 7519) of one issuer: signature by a key that the issuer publishes now, exact issuer, an audience of the list,
/// <c>exp</c> required. Only RS256 and ES256, each with its own kind of key (RFC 8725 section 3.1). A refusal is a value: a hostile token costs no
/// exception, and its claims are not read before its signature has been checked.
/// </summary>
public sealed class JwtVerifier : IDisposable
{
    /// <summary>Larger tokens are refused unread.</summary>
    public const int MaxTokenLength = 16 * 1024;

    private readonly TokenRules _rules;
    private readonly IKeySource _keys;
    private readonly TimeProvider _time;
    private readonly IssuerKeys? _ownedKeys;

    /// <summary>A verifier with keys from anywhere. The caller keeps the key source.</summary>
    public JwtVerifier(TokenRules rules, IKeySource keys, TimeProvider time)
    {
        _rules = rules;
        _keys = keys;
        _time = time;
    }

    /// <summary>A verifier as a tier's settings ask for it.</summary>
    /// <param name="options">The tier's settings.</param>
    /// <param name="environment">Gives the instance's own issuer, the clock and the identity tier's socket.</param>
    /// <param name="defaultAudiences">The audiences taken when the settings name none. An empty list takes any audience: the caller then checks for itself.</param>
    public JwtVerifier(JwtOptions options, TierEnvironment environment, IReadOnlyList<string> defaultAudiences)
    {
        _rules = new TokenRules
        {
            Issuer = options.Issuer ?? environment.Issuer,
            Audiences = options.Audiences ?? defaultAudiences,
            Leeway = TimeSpan.FromSeconds(options.LeewaySeconds),
        };
        _time = environment.Time;
        _keys = _ownedKeys = IssuerKeys.Create(options, environment);
    }

    /// <summary>Says whether a token is to be believed.</summary>
    public async ValueTask<JwtResult> VerifyAsync(string token, CancellationToken cancellationToken)
    {
        if (token.Length > MaxTokenLength || CompactToken.Read(token) is not { } jwt)
            return JwtResult.Fail(JwtFailure.Malformed);

        if (jwt.Algorithm is not (VerificationKey.Rs256 or VerificationKey.Es256))
            return JwtResult.Fail(JwtFailure.Algorithm);

        if (string.IsNullOrEmpty(jwt.KeyId))
            return JwtResult.Fail(JwtFailure.Signature);

        if (await _keys.FindAsync(jwt.KeyId, cancellationToken) is not { } keys)
            return JwtResult.Fail(JwtFailure.KeysUnavailable);

        if (keys.FirstOrDefault(key => key.Algorithm == jwt.Algorithm && key.HasSigned(jwt.SignedContent, jwt.Signature)) is not { } signer)
            return JwtResult.Fail(JwtFailure.Signature);

        return jwt.ReadPayload() is { } payload ? CheckClaims(new VerifiedToken(payload) { SignedBy = signer }) : JwtResult.Fail(JwtFailure.Malformed);
    }

    /// <summary>
    /// Says again whether a token that this verifier has believed is to be believed now: its lifetime, and whether the issuer has shown its key at the last look. Null when
    /// the keys have been fetched anew since: then the whole token is verified again.
    /// </summary>
    internal async ValueTask<JwtResult?> RecheckAsync(VerifiedToken token, CancellationToken cancellationToken)
    {
        if (await _keys.FindAsync(token.SignedBy!.KeyId, cancellationToken) is not { } keys)
            return JwtResult.Fail(JwtFailure.KeysUnavailable);

        foreach (var key in keys)
        {
            if (ReferenceEquals(key, token.SignedBy))
                return CheckLifetime(token);
        }

        return null;
    }

    /// <inheritdoc />
    public void Dispose() => _ownedKeys?.Dispose();

    private JwtResult CheckClaims(VerifiedToken token)
    {
        if (token.Text("iss") != _rules.Issuer)
            return JwtResult.Fail(JwtFailure.Issuer);

        if (_rules.Audiences.Count > 0 && !token.TextList("aud").Any(audience => _rules.Audiences.Contains(audience, StringComparer.Ordinal)))
            return JwtResult.Fail(JwtFailure.Audience);

        return CheckLifetime(token);
    }

    private JwtResult CheckLifetime(VerifiedToken token)
    {
        var now = _time.GetUtcNow();
        if (!token.Payload.TryGetProperty("exp", out var exp))
            return JwtResult.Fail(JwtFailure.NoExpiry);

        if (!TryReadTime(exp, out var expiresAt))
            return JwtResult.Fail(JwtFailure.Malformed);

        if (now >= expiresAt + _rules.Leeway)
            return JwtResult.Fail(JwtFailure.Expired);

        if (!token.Payload.TryGetProperty("nbf", out var nbf))
            return new JwtResult(token, null);

        if (!TryReadTime(nbf, out var notBefore))
            return JwtResult.Fail(JwtFailure.Malformed);

        return now < notBefore - _rules.Leeway ? JwtResult.Fail(JwtFailure.NotYetValid) : new JwtResult(token, null);
    }

    // A NumericDate (RFC 7519 section 2) between 1970 and the year 5138: no further, so that adding the leeway stays within what a date can hold.
    private static bool TryReadTime(JsonElement claim, out DateTimeOffset time)
    {
        time = default;
        if (claim.ValueKind != JsonValueKind.Number || !claim.TryGetDouble(out var seconds) || seconds is not (>= 0 and < 100_000_000_000))
            return false;

        time = DateTimeOffset.FromUnixTimeSeconds((long)seconds);
        return true;
    }
}
