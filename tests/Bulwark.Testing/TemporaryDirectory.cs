using System.Security.Cryptography;

namespace Bulwark.Testing;

/// <summary>A folder of the test's own, short enough for socket paths, gone when the test ends.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("bw-" + RandomNumberGenerator.GetHexString(4)).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
