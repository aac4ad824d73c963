using Bulwark.Core.Configuration;
using Bulwark.Pki.Revocation;
using Bulwark.Pki.Trust;

namespace Bulwark.Pki;

/// <summary>Whose client certificates are taken. Everything that is left out has the hardened default: the instance's own CA, and nobody else's.</summary>
public sealed record TrustStoreOptions : IConfigSection
{
    /// <summary>The most CAs that may stand above a leaf, whatever the settings say.</summary>
    public const int DeepestChain = 8;

    /// <summary>
    /// PEM files with the CAs that are trusted; a relative path starts at the data directory. Empty: the instance's origin CA, together with the one that takes over or
    /// goes during a rotation and with those that were imported.
    /// </summary>
    public IReadOnlyList<string> Authorities { get; set; } = [];

    /// <summary>PEM files with CAs between those and the leaves. They help to build a chain when clients do not send them, and prove nothing by themselves.</summary>
    public IReadOnlyList<string> Intermediates { get; set; } = [];

    /// <summary>How many CAs may stand above a leaf: 1 allows no intermediate.</summary>
    public int MaxChainDepth { get; set; } = 3;

    /// <summary>
    /// Keys that are let in, each <c>sha256/</c> and the base64 of the SHA-256 of a SubjectPublicKeyInfo (RFC 7469, section 2.4): the leaf's, or that of a CA in its chain.
    /// Empty: every key.
    /// </summary>
    public IReadOnlyList<string> Pins { get; set; } = [];

    /// <summary>
    /// Subjects that are let in. An entry without <c>=</c> is compared with the CN, one with <c>=</c> with the whole subject as RFC 2253 writes it; <c>*</c> stands for
    /// anything within one value. Empty: every subject.
    /// </summary>
    /// <example><c>["bulwark-edge", "CN=edge-*,O=Example"]</c></example>
    public IReadOnlyList<string> Subjects { get; set; } = [];

    /// <summary>Certificates that were taken back.</summary>
    public RevocationOptions Revocation { get; set; } = new();

    /// <inheritdoc />
    public IEnumerable<ConfigError> Validate(ConfigPath at) =>
    [
        .. EmptyEntries(Authorities, at["authorities"], "name the PEM file with the CAs"),
        .. EmptyEntries(Intermediates, at["intermediates"], "name the PEM file with the CAs"),
        .. EmptyEntries(Subjects, at["subjects"], "name a CN or a subject, or leave it out"),
        .. ValidateOwn(at),
        .. Revocation.Validate(at["revocation"]),
    ];

    private IEnumerable<ConfigError> ValidateOwn(ConfigPath at)
    {
        if (MaxChainDepth is < 1 or > DeepestChain)
            yield return at["maxChainDepth"].Error($"is {MaxChainDepth}: at least 1 CA stands above a leaf, and more than {DeepestChain} are not looked at");

        for (var i = 0; i < Pins.Count; i++)
        {
            if (!SpkiPin.TryParse(Pins[i], out _))
                yield return at["pins"][i].Error($"'{Pins[i]}' is not sha256/ and the base64 of 32 bytes");
        }
    }

    private static IEnumerable<ConfigError> EmptyEntries(IReadOnlyList<string> entries, ConfigPath at, string remedy)
    {
        for (var i = 0; i < entries.Count; i++)
        {
            if (string.IsNullOrWhiteSpace(entries[i]))
                yield return at[i].Error($"is empty: {remedy}");
        }
    }
}
