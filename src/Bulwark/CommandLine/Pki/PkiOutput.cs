using System.CommandLine;

namespace Bulwark.CommandLine.Pki;

/// <summary>The answer of a <c>pki</c> verb that changes something: sentences for people, or with <c>--json</c> a <see cref="PkiReport"/>.</summary>
internal sealed class PkiOutput
{
    private readonly Option<bool> _json = new("--json")
    {
        Description = "Answer in JSON: verb, names, files, settings (those that counted), serial (that was revoked), trustedUntil (of a CA that goes), next (what is left to do)",
    };

    private PkiOutput()
    {
    }

    /// <summary>Adds <c>--json</c> to a verb.</summary>
    public static PkiOutput AddTo(Command verb)
    {
        var output = new PkiOutput();
        verb.Options.Add(output._json);
        return output;
    }

    /// <summary>Writes the answer; gives the exit status.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="report">For programs.</param>
    /// <param name="lines">For people; what is left to do follows by itself.</param>
    public int Write(ParseResult parse, PkiReport report, params IEnumerable<string> lines)
    {
        if (parse.GetValue(_json))
        {
            JsonOutput.Write(report, CommandLineJson.Default.PkiReport);
            return 0;
        }

        foreach (var line in lines)
            Console.WriteLine(line);

        if (report.Next is { } next)
            Console.WriteLine(next);

        return 0;
    }
}
