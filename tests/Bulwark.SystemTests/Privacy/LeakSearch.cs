using System.Buffers;
using System.Text;
using System.Web;

namespace Bulwark.SystemTests.Privacy;

/// <summary>Looks for planted values in any of the forms in which they may come out, without regard to case.</summary>
internal sealed class LeakSearch
{
    private readonly List<(PlantedValue Planted, string Form)> _forms;
    private readonly SearchValues<string> _any;

    public LeakSearch(IEnumerable<PlantedValue> planted)
    {
        _forms = [.. planted.SelectMany(value => FormsOf(value.Value).Select(form => (value, form)))];
        _any = SearchValues.Create([.. _forms.Select(form => form.Form)], StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The values that stand in a text.</summary>
    /// <param name="where">What the text is, for the message.</param>
    /// <param name="text">The text.</param>
    public IEnumerable<string> Find(string where, string text) => text.AsSpan().ContainsAny(_any)
        ? _forms.Where(form => text.Contains(form.Form, StringComparison.OrdinalIgnoreCase)).Select(form => $"{where} shows {form.Planted} as {form.Form}")
        : [];

    /// <summary>The values that stand in a file, whatever it is.</summary>
    public IEnumerable<string> FindInFile(string file) => Find(file, Encoding.Latin1.GetString(File.ReadAllBytes(file)));

    private static IEnumerable<string> FormsOf(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        yield return value;
        yield return new string([.. value.Reverse()]);
        yield return Convert.ToHexString(bytes);
        yield return string.Concat(bytes.Select(one => $"%{one:X2}"));
        yield return HttpUtility.UrlEncode(value);

        // In base64 a value looks different behind one or two other bytes; what it shares with them is left out.
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var (first, last) = (before == 0 ? 0 : 4, text.Length - 4);
            yield return text[first..last];
            yield return text[first..last].Replace('+', '-').Replace('/', '_');
        }
    }
}
