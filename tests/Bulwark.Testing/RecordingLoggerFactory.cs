using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Bulwark.Testing;

/// <summary>Keeps what was logged, so that a test can say what must and what must not be there.</summary>
public sealed class RecordingLoggerFactory : ILoggerFactory
{
    private readonly ConcurrentQueue<LogRecord> _records = new();

    public IReadOnlyCollection<LogRecord> Records => _records;

    /// <summary>Everything that was logged, exceptions too, as one text: to look for what must never be in a log.</summary>
    public string Text => string.Join('\n', _records.Select(record => $"{record.Message} {record.Exception}"));

    public ILogger CreateLogger(string categoryName) => new Recorder(this);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private sealed class Recorder(RecordingLoggerFactory factory) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            factory._records.Enqueue(new LogRecord(eventId.Id, logLevel, formatter(state, exception), exception));
    }
}
