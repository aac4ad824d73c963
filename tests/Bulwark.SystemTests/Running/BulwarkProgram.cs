using System.Diagnostics;

namespace Bulwark.SystemTests.Running;

/// <summary>The program under test: the one named by <c>BULWARK_BINARY</c>, else the one that was built with these tests.</summary>
internal static class BulwarkProgram
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    public static ProcessStartInfo Command(params IEnumerable<string> arguments)
    {
        var binary = Environment.GetEnvironmentVariable("BULWARK_BINARY");
        var start = new ProcessStartInfo(binary ?? "dotnet") { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (binary is null)
            start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "bulwark.dll"));

        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);

        return start;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static Task<VerbResult> RunAsync(params IEnumerable<string> arguments) => RunAsync(Command(arguments), "");

    /// <summary>Runs a verb to its end with a text on its standard input.</summary>
    public static Task<VerbResult> RunWithInputAsync(string input, params IEnumerable<string> arguments) => RunAsync(Command(arguments), input);

    public static async Task<VerbResult> RunAsync(ProcessStartInfo start, string input)
    {
        using var process = Process.Start(start)!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException e)
        {
            process.Kill();
            throw new TimeoutException($"{string.Join(' ', start.ArgumentList)} did not end. So far: {await output}{await error}", e);
        }

        return new VerbResult(process.ExitCode, await output, await error);
    }
}

internal sealed record VerbResult(int ExitCode, string Output, string Error);
