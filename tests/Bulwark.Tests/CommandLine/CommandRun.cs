using Bulwark.CommandLine;

namespace Bulwark.Tests.CommandLine;

/// <summary>Runs verbs within the test's own process. The console is one for all, so tests that use this run one after the other.</summary>
[CollectionDefinition(Collection, DisableParallelization = true)]
public sealed class CommandRun
{
    public const string Collection = "console";

    internal static async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        var (output, error) = (Console.Out, Console.Error);
        using var newOutput = new StringWriter();
        using var newError = new StringWriter();
        Console.SetOut(newOutput);
        Console.SetError(newError);
        try
        {
            var status = await BulwarkCommand.RunAsync(arguments);
            return (status, newOutput.ToString(), newError.ToString());
        }
        finally
        {
            Console.SetOut(output);
            Console.SetError(error);
        }
    }
}
