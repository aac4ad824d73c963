using Bulwark.Core.Http;

namespace Bulwark.Proxy.Firewall.Bodies;

/// <summary>Bytes that are there, as a stream.</summary>
internal sealed class HeldBytes(ReadOnlyMemory<byte> bytes) : AsyncStream
{
    private ReadOnlyMemory<byte> _left = bytes;

    public override bool CanRead => true;

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = Math.Min(buffer.Length, _left.Length);
        _left[..count].CopyTo(buffer);
        _left = _left[count..];
        return ValueTask.FromResult(count);
    }

    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
