using System.Text;

namespace Bulwark.CommandLine;

/// <summary>A table for people: columns as wide as their widest cell, two spaces between them, no trailing blanks.</summary>
internal sealed class TextTable(params string[] headers)
{
    private readonly List<string[]> _rows = [];

    public TextTable Add(params string[] cells)
    {
        _rows.Add(cells);
        return this;
    }

    public override string ToString()
    {
        var all = headers.Length > 0 ? _rows.Prepend(headers).ToList() : _rows;
        if (all.Count == 0)
            return "";

        var widths = Enumerable.Range(0, all.Max(row => row.Length)).Select(i => all.Max(row => i < row.Length ? row[i].Length : 0)).ToArray();
        var text = new StringBuilder();
        foreach (var row in all)
            text.AppendLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());

        return text.ToString();
    }
}
