using Microsoft.Extensions.Logging;

namespace Bulwark.Testing;

/// <summary>One thing that was logged.</summary>
public sealed record LogRecord(int EventId, LogLevel Level, string Message, Exception? Exception);
