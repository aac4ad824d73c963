using Bulwark.Core.Hosting;
using Bulwark.Pki;
using Bulwark.Testing;

namespace Bulwark.Admin.Tests;

/// <summary>The certificates of one instance, made once for all tests: opening a CA is slow on purpose.</summary>
internal static class TestPki
{
    private static readonly Lazy<PkiFolder> Made = new(Make);

    public static void CopyTo(DataDirectory data)
    {
        foreach (var file in Directory.GetFiles(Made.Value.Path))
            File.Copy(file, Path.Combine(data.Pki, Path.GetFileName(file)));
    }

    /// <summary>A CA of the instance, opened.</summary>
    public static CertificateAuthority Open(string name) => CertificateAuthority.Load(
        Made.Value.Certificate(name), Made.Value.Key(name), File.ReadAllBytes(Made.Value.UnlockKey).AsSpan().TrimEnd("\r\n"u8));

    private static PkiFolder Make()
    {
        var directory = new TemporaryDirectory();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => directory.Dispose();
        var data = new DataDirectory(directory.Path);
        data.Create();
        InstancePki.Ensure(data, ["localhost"], TimeProvider.System);
        return new PkiFolder(data);
    }
}
