namespace Bulwark.Edge.Caching;

/// <summary>Passes an answer's body on to the client and keeps a copy of it, as long as it is wanted and small enough.</summary>
internal sealed class CopyStream(Stream client) : Stream
{
    private MemoryStream? _copy = new();

    /// <summary>The whole body so far; null when it is not kept.</summary>
    /// <remarks>Spelt out: a null array would become an empty body, not none.</remarks>
    public ReadOnlyMemory<byte>? Body => _copy is { } copy ? copy.ToArray() : (ReadOnlyMemory<byte>?)null;

    public override bool CanRead => false;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Keeps nothing from now on.</summary>
    public void Forget() => _copy = null;

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_copy is { } copy && copy.Length + buffer.Length <= CacheStore.MaxBody)
            copy.Write(buffer.Span);
        else
            _copy = null;

        return client.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => client.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
