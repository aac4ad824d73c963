using Bulwark.Core.Http;

namespace Bulwark.Edge.Caching;

/// <summary>
/// Passes an answer's body on to the client and keeps a copy of it, as long as it is wanted and small enough. So long a client that reads slowly holds up nobody: the answer comes in at
/// the origin's pace, others have it when it is whole, and the client gets from the copy what it has not taken yet.
/// </summary>
/// <param name="client">Where it goes.</param>
/// <param name="isReplaced">Asked once, when the body begins: true keeps all of it from the client, who gets another answer; null: never.</param>
internal sealed class CopyStream(Stream client, Func<bool>? isReplaced = null) : AsyncStream
{
    private readonly Lock _lock = new();
    private readonly MemoryStream _bytes = new();
    private Task _sending = Task.CompletedTask;
    private int _sent;
    private bool _isBusy;
    private bool _isKept = true;
    private bool _wantsFlush;
    private bool? _isReplaced;

    /// <summary>Called once when the body turns out to be too large to keep.</summary>
    public Action? TooLarge { get; init; }

    /// <summary>The client has seen nothing of the answer, and gets another one.</summary>
    public bool IsReplaced => _isReplaced ??= isReplaced?.Invoke() ?? false;

    /// <summary>The whole body so far; null when it is not kept.</summary>
    /// <remarks>Spelt out: a null array would become an empty body, not none.</remarks>
    public ReadOnlyMemory<byte>? Body => _isKept ? _bytes.ToArray() : (ReadOnlyMemory<byte>?)null;

    public override bool CanWrite => true;

    /// <summary>Keeps nothing from now on: the client's pace is the origin's again.</summary>
    public void Forget() => _isKept = false;

    /// <summary>Until the client has been given all that was written.</summary>
    public Task DrainAsync()
    {
        lock (_lock)
        {
#pragma warning disable VSTHRD003 // our own, begun by a write that went on without it
            return _sending;
#pragma warning restore VSTHRD003
        }
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (IsReplaced)
            return;

        if (_isKept && _bytes.Length + buffer.Length > CacheStore.MaxBody)
        {
            Forget();
            TooLarge?.Invoke();
        }

        if (!_isKept)
        {
            await DrainAsync();
            await client.WriteAsync(buffer, cancellationToken);
            return;
        }

        var sending = SendAsync(buffer.Span, cancellationToken);

        // The head goes out with the first bytes, and only with it is decided whether the answer is kept. A failure is the writer's to know.
        if (!_isKept || sending.IsCompleted)
            await sending;
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (IsReplaced)
            return;

        lock (_lock)
        {
            if (_isBusy)
            {
                _wantsFlush = true;
                return;
            }
        }

        await DrainAsync();
        await client.FlushAsync(cancellationToken);
    }

    private Task SendAsync(ReadOnlySpan<byte> buffer, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _bytes.Write(buffer);
            if (_isBusy || _sending.IsFaulted || _sending.IsCanceled)
#pragma warning disable VSTHRD003 // the same
                return _sending;
#pragma warning restore VSTHRD003

            _isBusy = true;
        }

        var sending = SendRestAsync(cancellationToken);
        lock (_lock)
            _sending = sending;

        return sending;
    }

    /// <summary>One at a time. What is written meanwhile goes along, out of the copy: whoever wrote it has its buffer back.</summary>
    private async Task SendRestAsync(CancellationToken cancellationToken)
    {
        while (TakeRest(out var rest, out var flushes))
        {
            if (!rest.IsEmpty)
                await client.WriteAsync(rest, cancellationToken);

            if (flushes)
                await client.FlushAsync(cancellationToken);
        }
    }

    private bool TakeRest(out ReadOnlyMemory<byte> rest, out bool flushes)
    {
        lock (_lock)
        {
            // Growing gives the stream another array and leaves this one as it is.
            rest = _bytes.GetBuffer().AsMemory(_sent, (int)_bytes.Length - _sent);
            _sent = (int)_bytes.Length;
            (flushes, _wantsFlush) = (_wantsFlush, false);
            return _isBusy = !rest.IsEmpty || flushes;
        }
    }
}
