using Bulwark.Core.Http;
using Bulwark.Proxy.Firewall.Serving;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>The body of a request for whoever forwards it: first what was held, then what the client still sends.</summary>
/// <param name="held">The beginning, or all of it. Its memory is given back as soon as it has been read: an answer may last for hours.</param>
/// <param name="rest">Where the rest comes from; null when all is held.</param>
internal sealed class HeldStream(HeldBody held, Stream? rest) : AsyncStream
{
    private int _read;

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var left = held.Bytes[Math.Min(_read, held.Length)..];
        if (left.IsEmpty)
            return rest?.ReadAsync(buffer, cancellationToken) ?? ValueTask.FromResult(0);

        var count = Math.Min(buffer.Length, left.Length);
        left[..count].CopyTo(buffer);
        _read += count;
        if (count == left.Length)
            held.Dispose();

        return ValueTask.FromResult(count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
