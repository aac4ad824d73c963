namespace Bulwark.Jwt;

/// <summary>
/// Verifies tokens that come again and again: a token that was believed is remembered by its SHA-256, so that only its lifetime and its key are looked at the next time. A
/// key that the issuer takes down ends what it has signed at the next refresh of the keys, as it does without this.
/// </summary>
/// <param name="verifier">It belongs to this object from now on.</param>
public sealed class RememberingVerifier(JwtVerifier verifier) : IDisposable
{
    /// <summary>How many tokens are remembered.</summary>
    private const int Capacity = 8192;

    /// <summary>A longer one, with hundreds of groups, is verified each time: the memory that tokens take stays within 32 MiB.</summary>
    private const int LongestRemembered = 4096;

    private readonly BelievedTokens _believed = new(Capacity);

    /// <summary>Says whether a token is to be believed.</summary>
    public ValueTask<JwtResult> VerifyAsync(string token, CancellationToken cancellationToken) =>
        token.Length > LongestRemembered || !token.Contains('.', StringComparison.Ordinal)
            ? verifier.VerifyAsync(token, cancellationToken)
            : RecallAsync(token, cancellationToken);

    /// <inheritdoc />
    public void Dispose() => verifier.Dispose();

    private async ValueTask<JwtResult> RecallAsync(string token, CancellationToken cancellationToken)
    {
        var digest = TokenDigest.Of(token);
        if (_believed.Find(digest) is { } believed && await verifier.RecheckAsync(believed, cancellationToken) is { } again)
            return again;

        var result = await verifier.VerifyAsync(token, cancellationToken);
        if (result.Token is { } verified)
            _believed.Add(digest, verified);

        return result;
    }
}
