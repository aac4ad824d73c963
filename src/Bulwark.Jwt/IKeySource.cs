namespace Bulwark.Jwt;

/// <summary>Where a verifier finds the keys of its issuer.</summary>
public interface IKeySource
{
    /// <summary>The keys that may have signed a token with this <c>kid</c>: empty when the issuer has none such, null when its keys cannot be had.</summary>
    ValueTask<IReadOnlyList<VerificationKey>?> FindAsync(string keyId, CancellationToken cancellationToken);
}
