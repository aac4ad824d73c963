using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Bulwark.Pki.Acme.Protocol;

/// <summary>Requests in the name of an account.</summary>
internal sealed class AcmeSession : IDisposable
{
    private readonly AcmeConnection _connection;
    private readonly AccountKey _key;
    private Uri? _account;

    private AcmeSession(AcmeConnection connection, AcmeDirectory directory, AccountKey key)
    {
        _connection = connection;
        _key = key;
        Directory = directory;
    }

    public AcmeDirectory Directory { get; }

    public AccountKey Key => _key;

    /// <summary>Reads the directory.</summary>
    /// <param name="request">Which server.</param>
    /// <param name="key">The account's; it belongs to the session.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<AcmeSession> OpenAsync(AcmeRequest request, AccountKey key, TimeProvider time, CancellationToken cancellationToken)
    {
        var connection = new AcmeConnection(request, time);
        try
        {
            var answer = await connection.GetAsync(request.Directory, cancellationToken);
            return new AcmeSession(connection, answer.Read(AcmeJson.Default.AcmeDirectory, "directory"), key);
        }
        catch
        {
            connection.Dispose();
            key.Dispose();
            throw;
        }
    }

    /// <summary>Goes on under an account that is known, and tells the server of other contacts.</summary>
    /// <returns>False when the server does not know it.</returns>
    public async Task<bool> TrySignInAsync(Uri account, IReadOnlyList<string>? contact, CancellationToken cancellationToken)
    {
        _account = account;
        try
        {
            var answer = contact is null
                ? await ReadAsync(account, cancellationToken)
                : await PostAsync(account, new AcmeAccount { Contact = contact }, AcmeJson.Default.AcmeAccount, cancellationToken);
            CheckStatus(answer);
            return true;
        }
        catch (AcmeException e) when (e.Type == AcmeProblem.AccountDoesNotExist)
        {
            _account = null;
            return false;
        }
    }

    /// <summary>Makes an account, or finds the one that this key has (RFC 8555 section 7.3).</summary>
    public async Task<Uri> SignUpAsync(AcmeRequest request, CancellationToken cancellationToken)
    {
        if (Directory.Meta?.ExternalAccountRequired == true && request.ExternalAccount is null)
            throw new AcmeException("The ACME server takes accounts that are bound to one at its CA only: set edge.acme.externalAccount.");

        var account = new AcmeAccount
        {
            Contact = request.Contact,
            TermsOfServiceAgreed = true,
            ExternalAccountBinding = request.ExternalAccount is { } external ? _key.Bind(external, Directory.NewAccount) : null,
        };
        var answer = await PostAsync(Directory.NewAccount, account, AcmeJson.Default.AcmeAccount, cancellationToken);
        CheckStatus(answer);
        return _account = answer.Location ?? throw new AcmeException("The ACME server does not say where the new account is.");
    }

    /// <summary>Reads something of the account's (POST-as-GET, RFC 8555 section 6.3).</summary>
    public Task<AcmeAnswer> ReadAsync(Uri url, CancellationToken cancellationToken) => PostAsync(url, Array.Empty<byte>(), cancellationToken);

    /// <summary>Asks for something.</summary>
    public Task<AcmeAnswer> PostAsync<T>(Uri url, T payload, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        PostAsync(url, JsonSerializer.SerializeToUtf8Bytes(payload, type), cancellationToken);

    public void Dispose()
    {
        _connection.Dispose();
        _key.Dispose();
    }

    private Task<AcmeAnswer> PostAsync(Uri url, byte[] payload, CancellationToken cancellationToken) =>
        _connection.PostAsync(url, Directory.NewNonce, nonce => _key.Sign(url, nonce, payload, _account?.AbsoluteUri), cancellationToken);

    private static void CheckStatus(AcmeAnswer answer)
    {
        var status = answer.Read(AcmeJson.Default.AcmeAccount, "account").Status;
        if (status != "valid")
            throw new AcmeException($"The account at the ACME server is '{AcmeProblem.Printable(status)}': remove pki/acme-account.key.pem to get another one.");
    }
}
