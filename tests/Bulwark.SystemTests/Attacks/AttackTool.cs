using System.Diagnostics;

namespace Bulwark.SystemTests.Attacks;

/// <summary>A program of other people's that attacks, or looks for weak places.</summary>
internal static class AttackTool
{
    /// <summary>Skips the test when the program is not installed.</summary>
    public static void Need(string name) =>
        Assert.SkipUnless(File.Exists(PathOf(name)), $"{name} is missing: install it (Debian: apt-get install {name}).");

    /// <summary>Runs it to its end; gives what it said.</summary>
    public static async Task<string> RunAsync(string name, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(PathOf(name), arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output + await error;
    }

    private static string PathOf(string name) => Path.Combine("/usr/bin", name);
}
