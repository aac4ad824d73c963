namespace Bulwark.Edge.Caching;

/// <summary>Passes an answer's body on to the client and keeps a copy of it, as long as it is wanted and small enough.</summary>
/// <param name="client">Where it goes.</param>
/// <param name="isReplaced">Asked once, when the body begins: true keeps all of it from the client, who gets another answer; null: never.</param>
internal sealed class CopyStream(Stream client, Func<bool>? isReplaced = null) : Stream
{
    private MemoryStream? _copy = new();
    private bool? _isReplaced;

    /// <summary>The client has seen nothing of the answer, and gets another one.</summary>
    public bool IsReplaced => _isReplaced ??= isReplaced?.Invoke() ?? false;

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
        if (IsReplaced)
            return ValueTask.CompletedTask;

        if (_copy is { } copy && copy.Length + buffer.Length <= CacheStore.MaxBody)
            copy.Write(buffer.Span);
        else
            _copy = null;

        return client.WriteAsync(buffer, cancellationToken);
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => IsReplaced ? Task.CompletedTask : client.FlushAsync(cancellationToken);

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
