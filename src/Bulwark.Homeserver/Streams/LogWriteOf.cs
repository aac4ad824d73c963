namespace Bulwark.Homeserver.Streams;

/// <summary>A write that is a function: rows that belong to no room.</summary>
internal sealed class LogWriteOf<T>(Func<LogTransaction, T> apply, Action<T, StreamBatch>? publish) : LogWrite
{
    /// <summary>What the function returned, once <see cref="LogWrite.Done"/>.</summary>
    public T? Result { get; private set; }

    public override void Apply(LogTransaction transaction) => Result = apply(transaction);

    public override void Publish(StreamBatch batch) => publish?.Invoke(Result!, batch);
}
