using System.Security.Cryptography;
using System.Text.Json;

namespace Bulwark.Testing.Acme;

/// <summary>The accounts of an ACME server, each a key (RFC 8555 section 7.3).</summary>
internal sealed class AcmeAccounts
{
    private readonly Dictionary<string, ECDsa> _keys = new(StringComparer.Ordinal);

    public int Count => _keys.Count;

    /// <summary>What the client last said how people can be reached.</summary>
    public IReadOnlyList<string> Contacts { get; private set; } = [];

    public ECDsa? KeyOf(string account) => _keys.GetValueOrDefault(account);

    public void Forget() => _keys.Clear();

    /// <summary>The account of the key that signed the request; made when there is none.</summary>
    /// <param name="request">The request for an account.</param>
    /// <param name="root">Scheme and authority of the server.</param>
    /// <param name="external">What a new account has to be bound to; null: nothing.</param>
    /// <param name="isNew">True when it was made.</param>
    public string Open(SignedRequest request, string root, (string KeyId, byte[] Key)? external, out bool isNew)
    {
        using var payload = JsonDocument.Parse(request.Payload);
        var known = _keys.FirstOrDefault(account => JwsCheck.Thumbprint(account.Value) == JwsCheck.Thumbprint(request.Key)).Key;
        isNew = known is null;
        if (known is null)
        {
            Check(payload.RootElement, request, external);
            known = $"{root}/account/{_keys.Count + 1}";
            _keys.Add(known, request.Key);
        }

        ReadContacts(payload.RootElement);
        return known;
    }

    /// <summary>Takes over what the client says anew of its account.</summary>
    public void Update(SignedRequest request)
    {
        if (request.Payload.Length == 0)
            return;

        using var payload = JsonDocument.Parse(request.Payload);
        ReadContacts(payload.RootElement);
    }

    private static void Check(JsonElement payload, SignedRequest request, (string KeyId, byte[] Key)? external)
    {
        if (!payload.TryGetProperty("termsOfServiceAgreed", out var agreed) || !agreed.GetBoolean())
            throw new AcmeRefusalException("userActionRequired", "agree to the terms", 403);
        if (external is { } binding && !IsBound(payload, binding, request))
            throw new AcmeRefusalException("unauthorized", "the binding is wrong", 403);
    }

    private static bool IsBound(JsonElement payload, (string KeyId, byte[] Key) external, SignedRequest request) =>
        payload.TryGetProperty("externalAccountBinding", out var binding) && JwsCheck.IsBound(binding, external.KeyId, external.Key, request.Key, request.Url);

    private void ReadContacts(JsonElement payload) =>
        Contacts = payload.TryGetProperty("contact", out var contact) ? [.. contact.EnumerateArray().Select(one => one.GetString()!)] : [];
}
