using System.Security.Cryptography;

namespace Bulwark.Testing;

/// <summary>A folder of the test's own, short enough for socket paths, gone when the test ends.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    private const int MostAttempts = 50;

    public string Path { get; } = Directory.CreateTempSubdirectory("bw-" + RandomNumberGenerator.GetHexString(4)).FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>Deletes it. A service that a test did not let end in peace may still write its last lines meanwhile.</summary>
    public void Dispose()
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Directory.Delete(Path, recursive: true);
                return;
            }
            catch (IOException) when (attempt < MostAttempts && Directory.Exists(Path))
            {
                Thread.Sleep(100);
            }
        }
    }
}
