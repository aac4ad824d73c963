using System.CommandLine;
using Bulwark.CommandLine.Pki;
using Bulwark.CommandLine.Waf;
using Bulwark.Core;
using Bulwark.Core.Configuration;

namespace Bulwark.CommandLine;

/// <summary>
/// The command line. Exit status: 0 done, 1 refused or failed, 2 wrong usage or invalid settings, 3 (<c>verify</c> only) inconclusive.
/// </summary>
internal static class BulwarkCommand
{
    private const int Failed = 1;
    private const int BadFileDescriptor = 9; // EBADF, errno(3)

    /// <summary>Exit status of wrong usage and of settings that cannot be used.</summary>
    internal const int WrongUsage = 2;

    public static async Task<int> RunAsync(string[] args)
    {
        var parse = Build().Parse(args);
        if (parse.Errors.Count > 0)
        {
            foreach (var error in parse.Errors)
                await SayAsync($"bulwark: {error.Message}");

            await SayAsync("bulwark: --help lists the verbs, VERB --help the options of one.");
            return WrongUsage;
        }

        try
        {
            // The verbs that run long handle signals themselves; exceptions are ours to word.
            return await parse.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (ConfigException e)
        {
            foreach (var problem in e.Problems)
                await SayAsync(problem);

            return WrongUsage;
        }
        catch (OperatorException e)
        {
            await SayAsync($"bulwark: {e.Message}");
            return Failed;
        }
        catch (Exception e) when (IsUnwritable(e))
        {
            // Standard output on a full disk, or closed; whatever else a verb reads and writes has a sentence of its own.
            await SayAsync($"bulwark: The answer cannot be written: {(e.InnerException ?? e).Message}");
            return Failed;
        }
    }

    /// <summary>Whoever has closed standard error as well has the exit status.</summary>
    private static async Task SayAsync(string line)
    {
        try
        {
            await Console.Error.WriteLineAsync(line);
        }
        catch (Exception e) when (IsUnwritable(e))
        {
            // There is nobody to tell.
        }
    }

    /// <remarks>.NET takes a closed descriptor for a matter of permissions.</remarks>
    private static bool IsUnwritable(Exception e) => e is IOException or UnauthorizedAccessException { InnerException: IOException { HResult: BadFileDescriptor } };

    internal static RootCommand Build() => new("Bulwark: a hardened, self-hosted private chat service in one program.")
    {
        UpVerb.Create(),
        CheckVerb.Create(),
        StatusVerb.Create(),
        PlanVerb.Create(),
        ApplyVerb.Create(),
        RollbackVerb.Create(),
        HistoryVerb.Create(),
        VerifyVerb.Create(),
        UserVerb.Create(),
        TokenVerb.Create(),
        RoomVerb.Create(),
        PurgeVerb.Create(),
        LockVerb.Create(),
        AdminVerb.Create(),
        PkiVerb.Create(),
        WafVerb.Create(),
    };
}
