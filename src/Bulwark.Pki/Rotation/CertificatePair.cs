using Bulwark.Core.Hosting;

namespace Bulwark.Pki.Rotation;

/// <summary>
/// Exchanges a certificate together with its key. Two files cannot be replaced in one step: so both lie ready under other names first, the certificate last, and from then on
/// whoever finds them there can finish the exchange.
/// </summary>
internal static class CertificatePair
{
    /// <summary>Ending of a file that is ready to take its place.</summary>
    public const string Ready = ".ready";

    /// <summary>Puts a new pair in the place of the old one.</summary>
    public static void Replace(PkiFolder folder, string name, ReadOnlySpan<byte> certificate, ReadOnlySpan<byte> key)
    {
        PrivateFile.Replace(folder.Key(name) + Ready, key);
        folder.Changed();
        PrivateFile.Replace(folder.Certificate(name) + Ready, certificate);
        folder.Changed();
        Finish(folder, name);
    }

    /// <summary>Finishes an exchange that was cut short, or takes it back when its certificate was not written yet.</summary>
    public static void Finish(PkiFolder folder, string name)
    {
        var certificate = folder.Certificate(name);
        var key = folder.Key(name);
        if (!File.Exists(certificate + Ready))
        {
            File.Delete(key + Ready);
            return;
        }

        if (File.Exists(key + Ready))
            PrivateFile.Rename(key + Ready, key);

        folder.Changed();
        PrivateFile.Rename(certificate + Ready, certificate);
        folder.Changed();
    }
}
