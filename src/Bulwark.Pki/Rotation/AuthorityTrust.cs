using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;
using Bulwark.Pki.Trust;

namespace Bulwark.Pki.Rotation;

/// <summary>
/// Who is trusted for a CA of the instance: the one that signs, the one that will sign next, those it replaced until they retire, and those that were imported. Retirement is
/// a date that each verification compares with the clock, so it needs neither a timer nor a restart.
/// </summary>
internal sealed class AuthorityTrust(PkiFolder folder, string authority)
{
    /// <summary>Base name of the CA that takes over next.</summary>
    public string Next => $"{authority}.next";

    private string TrustFile => Path.Combine(folder.Path, $"{authority}.trust.json");

    /// <summary>Base names of the certificates that count, with their end; the signing CA first.</summary>
    /// <exception cref="OperatorException">The trust file cannot be used.</exception>
    public IReadOnlyList<FormerAuthority> Names(DateTimeOffset now)
    {
        var names = new List<FormerAuthority> { new(authority, RetiresAt: null) };
        if (File.Exists(folder.Certificate(Next)))
            names.Add(new FormerAuthority(Next, RetiresAt: null));

        names.AddRange(Read().Authorities.Where(former => former.RetiresAt is null || now < former.RetiresAt));
        return names;
    }

    /// <summary>The CAs that count.</summary>
    /// <exception cref="OperatorException">A file is missing or unusable.</exception>
    public IReadOnlyList<TrustedAuthority> Load(DateTimeOffset now) =>
    [
        .. Names(now).SelectMany(name => CertificateFiles.LoadAll(folder.Certificate(name.Name)).Select(certificate => new TrustedAuthority(certificate, name.RetiresAt) { ImportedAs = name.IsImported ? name.Name : null })),
    ];

    /// <summary>Revocation lists that lie beside these CAs.</summary>
    public IEnumerable<string> RevocationLists(DateTimeOffset now) => Names(now).Select(name => folder.RevocationList(name.Name)).Where(File.Exists);

    /// <summary>The CAs beside the signing one, retired ones too.</summary>
    public FormerAuthorities Read()
    {
        if (!File.Exists(TrustFile))
            return new FormerAuthorities();

        try
        {
            if (JsonSerializer.Deserialize(PrivateFile.Read(TrustFile), PkiJson.Default.FormerAuthorities) is { } former && former.Authorities.All(one => IsFileName(one.Name)))
                return former;
        }
        catch (JsonException)
        {
            // Told below: who is trusted must not be guessed.
        }

        throw new OperatorException($"The file {TrustFile} is damaged: put it back, or remove it to trust {authority}.pem alone.");
    }

    /// <summary>Writes the file anew.</summary>
    public void Write(IEnumerable<FormerAuthority> authorities) =>
        PrivateFile.Replace(TrustFile, JsonSerializer.SerializeToUtf8Bytes(new FormerAuthorities { Authorities = [.. authorities] }, PkiJson.Default.FormerAuthorities));

    private static bool IsFileName(string? name) => name is { Length: > 0 } && Path.GetFileName(name) == name && name[0] != '.';
}
