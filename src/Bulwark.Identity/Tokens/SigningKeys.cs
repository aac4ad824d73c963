using Bulwark.Core.Hosting;
using Bulwark.Jwt;

namespace Bulwark.Identity.Tokens;

/// <summary>
/// The issuer's keys. As with Cognito, one signs ID tokens and another access tokens: a verifier that knows only one of the two cannot take one
/// kind for the other.
/// </summary>
internal sealed class SigningKeys : IKeySource, IDisposable
{
    private readonly VerificationKey[] _accessTokenKeys;

    private SigningKeys(SigningKey idToken, SigningKey accessToken)
    {
        IdToken = idToken;
        AccessToken = accessToken;
        _accessTokenKeys = [accessToken.Verification];
    }

    public SigningKey IdToken { get; }

    public SigningKey AccessToken { get; }

    /// <summary>Every key that is published.</summary>
    public IReadOnlyList<SigningKey> Published => [IdToken, AccessToken];

    /// <summary>Reads the key files of the data directory, made now if they are missing.</summary>
    /// <exception cref="Core.OperatorException">A file cannot be written or read, is open to other users, or holds no usable key.</exception>
    public static SigningKeys ReadOrCreate(DataDirectory data) => new(
        SigningKey.ReadOrCreate(Path.Combine(data.Pki, "identity-id-token.key.pem")),
        SigningKey.ReadOrCreate(Path.Combine(data.Pki, "identity-access-token.key.pem")));

    /// <summary>The keys of access tokens, for verifying our own.</summary>
    ValueTask<IReadOnlyList<VerificationKey>?> IKeySource.FindAsync(string keyId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyList<VerificationKey>?>([.. _accessTokenKeys.Where(key => key.KeyId == keyId)]);

    public void Dispose()
    {
        IdToken.Dispose();
        AccessToken.Dispose();
    }
}
