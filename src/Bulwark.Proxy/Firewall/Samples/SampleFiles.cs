using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Bulwark.Core;
using Bulwark.Core.Hosting;

namespace Bulwark.Proxy.Firewall.Samples;

/// <summary>Reads the samples of an instance, also while they are written.</summary>
/// <param name="data">The instance.</param>
/// <param name="key">The private key that they are encrypted to.</param>
public sealed class SampleFiles(DataDirectory data, ECDiffieHellman key)
{
    private const int LongestRecord = 256 * 1024;

    /// <summary>How many files could not be read to their end so far: a crash or a full disk has cut them off, or somebody has changed them.</summary>
    public int Broken { get; private set; }

    /// <summary>How many files are encrypted to another key.</summary>
    public int Foreign { get; private set; }

    /// <summary>The samples, the oldest first.</summary>
    /// <exception cref="OperatorException">A file cannot be read.</exception>
    public IEnumerable<SampledRequest> Read() => SampleFolder.Files(data).SelectMany(ReadFile);

    private List<SampledRequest> ReadFile(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            return ReadRecords(stream);
        }
        catch (FileNotFoundException)
        {
            // It was over, and was deleted just now.
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new OperatorException($"The samples in {file} cannot be read: {e.Message}", e);
        }
    }

    private List<SampledRequest> ReadRecords(FileStream stream)
    {
        var requests = new List<SampledRequest>();
        var head = new byte[SampleSeal.HeadBytes];
        if (stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) < head.Length)
        {
            Broken++;
            return requests;
        }

        using var seal = SampleSeal.Open(key, head);
        if (seal is null)
        {
            Foreign++;
            return requests;
        }

        while (stream.Position < stream.Length)
        {
            if (ReadRecord(stream, seal) is not { } request)
            {
                Broken++;
                break;
            }

            requests.Add(request);
        }

        return requests;
    }

    private static SampledRequest? ReadRecord(FileStream stream, SampleSeal seal)
    {
        Span<byte> prefix = stackalloc byte[SampleSeal.LengthBytes];
        if (stream.ReadAtLeast(prefix, prefix.Length, throwOnEndOfStream: false) < prefix.Length)
            return null;

        var length = BinaryPrimitives.ReadInt32BigEndian(prefix);
        if (length is < 0 or > LongestRecord || length > stream.Length - stream.Position)
            return null;

        var record = new byte[length];
        return stream.ReadAtLeast(record, length, throwOnEndOfStream: false) == length && seal.Decrypt(record) is { } text ? Parse(text) : null;
    }

    private static SampledRequest? Parse(byte[] text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, SamplesJson.Default.SampledRequest);
        }
        catch (JsonException)
        {
            // Another version of the program wrote it.
            return null;
        }
    }
}
