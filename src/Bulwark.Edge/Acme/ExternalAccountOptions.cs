using System.Buffers.Text;
using System.Text;
using Bulwark.Core;
using Bulwark.Core.Configuration;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Acme;

namespace Bulwark.Edge.Acme;

/// <summary>An account at the CA, as it shows it to its customers: section <c>edge.acme.externalAccount</c>.</summary>
public sealed record ExternalAccountOptions : IConfigSection
{
    /// <summary>The key identifier.</summary>
    public required string KeyId { get; set; }

    /// <summary>The file with the HMAC key in base64url, as the CA gives it.</summary>
    public required SecretFile Key { get; set; }

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at)
    {
        if (string.IsNullOrWhiteSpace(KeyId))
            yield return at["keyId"].Error("is empty: the CA gives it together with the key");

        foreach (var error in Key.Validate(at["key"]))
            yield return error;
    }

    internal ExternalAccount Read(DataDirectory data)
    {
        var text = Encoding.ASCII.GetString(Key.Read(data.Root));
        return Base64Url.IsValid(text)
            ? new ExternalAccount(KeyId, Base64Url.DecodeFromChars(text))
            : throw new OperatorException($"The key of edge.acme.externalAccount in {Path.GetFullPath(Key.File, data.Root)} is not base64url: put it there as the CA gives it.");
    }
}
