using System.Text.Json;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>A file of samples that is being written (0600).</summary>
internal sealed class SampleFile : IDisposable
{
    /// <summary>The size in bytes at which a new one is begun.</summary>
    public const int Largest = 4 * 1024 * 1024;

    /// <summary>The time after which a new one is begun: a file is deleted as a whole, so it must not hold samples of very different ages.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly SampleSeal _seal;
    private readonly FileStream _stream;
    private readonly DateTimeOffset _begun;

    private SampleFile(SampleSeal seal, FileStream stream, DateTimeOffset begun)
    {
        _seal = seal;
        _stream = stream;
        _begun = begun;
    }

    /// <summary>Begins a file.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="Core.OperatorException">There is no key.</exception>
    public static SampleFile Create(DataDirectory data, string tier, DateTimeOffset now)
    {
        using var recipient = SampleKeys.OpenPublic(data);
        var seal = SampleSeal.Create(recipient, out var head);
        FileStream? stream = null;
        try
        {
            Directory.CreateDirectory(SampleFolder.Of(data), OwnerOnly | UnixFileMode.UserExecute);
            stream = Open(SampleFolder.NewFile(data, tier, now));
            stream.Write(head);
            return new SampleFile(seal, stream, now);
        }
        catch
        {
            seal.Dispose();
            stream?.Dispose();
            throw;
        }
    }

    /// <summary>Whether what comes now belongs into a new one.</summary>
    public bool IsOver(DateTimeOffset now) => _stream.Length >= Largest || now - _begun >= Longest || now < _begun;

    /// <summary>Adds a record, with one write.</summary>
    /// <exception cref="IOException">It cannot be written whole: nothing may follow.</exception>
    public void Write(SampledRequest request) => _stream.Write(_seal.Encrypt(JsonSerializer.SerializeToUtf8Bytes(request, SamplesJson.Default.SampledRequest)));

    public void Dispose()
    {
        _seal.Dispose();
        _stream.Dispose();
    }

    private static FileStream Open(string path) => new(path, new FileStreamOptions
    {
        Mode = FileMode.CreateNew,
        Access = FileAccess.Write,
        Share = FileShare.Read | FileShare.Delete,
        UnixCreateMode = OwnerOnly,
        BufferSize = 0,
    });
}
