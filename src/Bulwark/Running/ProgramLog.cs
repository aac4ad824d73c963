using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Bulwark.Running;

/// <summary>The one logger factory of the program: standard error, so that standard output is what the verb answers.</summary>
internal sealed class ProgramLog : IDisposable
{
    private volatile bool _isStarted;

    public ProgramLog(LogFormat format) => Factory = LoggerFactory.Create(logging => Configure(logging, format));

    public ILoggerFactory Factory { get; }

    /// <summary>
    /// From now on the framework may warn. Until then it is silent: it would log each failure to start with a stack trace, and the program tells it
    /// anyway, in one sentence.
    /// </summary>
    public void Started() => _isStarted = true;

    public void Dispose() => Factory.Dispose();

    private void Configure(ILoggingBuilder logging, LogFormat format)
    {
        logging.AddFilter((category, level) => IsWanted(category ?? "", level));
        logging.Services.Configure<ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        if (format == LogFormat.Json)
        {
            logging.AddJsonConsole(json =>
            {
                json.UseUtcTimestamp = true;
                json.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ";
            });
            return;
        }

        logging.AddSimpleConsole(simple =>
        {
            simple.SingleLine = true;
            simple.UseUtcTimestamp = true;
            simple.TimestampFormat = "HH:mm:ss.fff ";
            simple.ColorBehavior = LoggerColorBehavior.Disabled;
        });
    }

    private bool IsWanted(string category, LogLevel level)
    {
        if (category.StartsWith("Bulwark", StringComparison.Ordinal))
            return level >= LogLevel.Information;

        // It warns of each client that breaks off, with a stack trace of several kilobytes: whoever likes could fill a disk. What matters of it, Bulwark.Proxy says.
        if (category.StartsWith("Yarp", StringComparison.Ordinal))
            return level >= LogLevel.Error;

        // As long as anybody wants to hear of it, the framework makes an activity and a log scope for each request, which nobody reads.
        if (category == "Microsoft.AspNetCore.Hosting.Diagnostics")
            return false;

        return _isStarted && level >= LogLevel.Warning;
    }
}
