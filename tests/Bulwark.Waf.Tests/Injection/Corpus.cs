using System.Text;

namespace Bulwark.Waf.Tests.Injection;

/// <summary>Values written for these tests, one a line, in two halves told apart by hash: the lines that one got wrong were looked at while the detectors were tuned, those of the other were not.</summary>
internal sealed class Corpus
{
    private readonly List<string> _lines;

    /// <param name="file">The file in <c>Injection/TestData</c>. Lines that begin with "### " are headings; ␤ stands for a line feed, ␉ for a tab.</param>
    public Corpus(string file)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Injection", "TestData", file);
        _lines = [.. File.ReadLines(path).Where(line => line.Length > 0 && !line.StartsWith("### ", StringComparison.Ordinal))];
    }

    public int Count => _lines.Count;

    public static byte[] Value(string line) => Encoding.UTF8.GetBytes(line.Replace('␤', '\n').Replace('␉', '\t'));

    /// <summary>The lines of one half.</summary>
    public IReadOnlyList<string> Half(bool heldOut) => [.. _lines.Where(line => IsHeldOut(line) == heldOut)];

    // FNV-1a, so that the halves stay the same whatever is added.
    private static bool IsHeldOut(string line)
    {
        var hash = 2166136261u;
        foreach (var value in Encoding.UTF8.GetBytes(line))
            hash = (hash ^ value) * 16777619;

        return ((hash ^ (hash >> 16)) & 1) == 1;
    }
}
