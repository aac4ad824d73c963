namespace Bulwark.Homeserver.Streams;

/// <summary>Something durable that waits for its turn in the event log.</summary>
internal abstract class LogWrite
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    protected LogWrite() => Done = _done.Task;

    /// <summary>Ends when the write is on disk and published; fails when it never will be.</summary>
    public Task Done { get; }

    /// <summary>True when it was decided on the strength of a write that has failed since, so that it must fail too.</summary>
    public virtual bool IsVoid => false;

    /// <summary>Does the writing. It runs again, from the start, when the batch that it was in failed.</summary>
    public abstract void Apply(LogTransaction transaction);

    /// <summary>Shows the committed write to memory: called on the log's thread, in the order of positions.</summary>
    public virtual void Publish(StreamBatch batch)
    {
    }

    /// <summary>Tells memory that the write failed, before anything that comes after it is looked at.</summary>
    public virtual void Fault()
    {
    }

    internal void Complete() => _done.TrySetResult();

    internal void Fail(Exception exception)
    {
        _done.TrySetException(exception);

        // A caller who has gone leaves the failure unobserved, and it has been logged with its batch.
        _ = Done.Exception;
    }
}
