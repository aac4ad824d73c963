using System.Text;
using Bulwark.Waf.Parsing;

namespace Bulwark.Waf.Operators;

/// <summary>A file that an operator names (<c>@pmFromFile words.data</c>); its path is relative to the rule file.</summary>
/// <param name="OperatorName">The operator, for messages.</param>
/// <param name="Path">Where the file lies.</param>
internal sealed record RuleDataFile(string OperatorName, string Path)
{
    /// <exception cref="RuleException">No file is named, or it lies on another machine.</exception>
    public static RuleDataFile Named(string operatorName, string argument, SourceLocation rule)
    {
        if (argument.Length == 0)
            throw new RuleException($"@{operatorName} needs a file");

        if (argument.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw new RuleException($"@{operatorName}: '{argument}' is not fetched; keep a copy beside the rules");

        var directory = System.IO.Path.GetDirectoryName(rule.File) ?? "";
        return new RuleDataFile(operatorName, System.IO.Path.Combine(directory, argument));
    }

    /// <summary>The lines that say something: not the empty ones, and not those whose first character, white space left aside, is a number sign.</summary>
    /// <remarks>Bytes that are no UTF-8 stay what they are: each character of a line is a byte.</remarks>
    /// <exception cref="RuleException">The file cannot be read.</exception>
    public IEnumerable<string> ReadLines()
    {
        try
        {
            return File.ReadLines(Path, Encoding.Latin1).Where(line => line.Length > 0 && !line.AsSpan().TrimStart().StartsWith('#')).ToList();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RuleException($"@{OperatorName}: the file '{Path}' cannot be read: {e.Message}", e);
        }
    }
}
