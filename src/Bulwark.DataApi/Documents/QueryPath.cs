using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Bulwark.DataApi.Documents;

/// <summary>Where in a request something is, as errors say it: <c>$.selectionSet.lists.args.where.title._eq</c>. Written out only when an error needs it.</summary>
internal sealed class QueryPath
{
    private readonly QueryPath? _parent;
    private readonly string _segment;

    private QueryPath(QueryPath? parent, string segment)
    {
        _parent = parent;
        _segment = segment;
    }

    /// <summary>The request as a whole: <c>$</c>.</summary>
    public static QueryPath Root { get; } = new(null, "$");

    /// <summary>The selection set at this place.</summary>
    public QueryPath SelectionSet => this["selectionSet"];

    /// <summary>A key below this place; one that is no plain name is quoted.</summary>
    public QueryPath this[string key] => new(this, IsName(key) ? "." + key : $"[\"{JsonEncodedText.Encode(key)}\"]");

    /// <summary>An element of the list at this place, counted from 0.</summary>
    public QueryPath this[int index] => new(this, string.Create(CultureInfo.InvariantCulture, $"[{index}]"));

    public override string ToString()
    {
        var segments = new Stack<string>();
        for (var place = this; place is not null; place = place._parent)
            segments.Push(place._segment);

        return new StringBuilder().AppendJoin("", segments).ToString();
    }

    private static bool IsName(string key) =>
        key.Length > 0 && !char.IsAsciiDigit(key[0]) && key.All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
