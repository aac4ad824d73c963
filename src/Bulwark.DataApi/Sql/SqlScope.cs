using System.Globalization;
using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Sql;

/// <summary>
/// What the parts of one statement share: its parameters and the aliases of its tables. SQL text is made of names of our own model and of
/// these; a client's value is always a parameter, and the one text of a client that is written out is a response name, which the grammar holds to
/// letters, digits and <c>_</c>.
/// </summary>
internal sealed class SqlScope
{
    private readonly Dictionary<Operand, string> _names = [];
    private readonly List<Operand> _parameters = [];
    private int _aliases;

    /// <summary>The sources of the parameters so far.</summary>
    public IReadOnlyList<Operand> Parameters => _parameters;

    /// <summary>The name of a parameter for a value; the same source gets the same parameter.</summary>
    public string Parameter(Operand operand)
    {
        if (_names.TryGetValue(operand, out var name))
            return name;

        name = string.Create(CultureInfo.InvariantCulture, $"$p{_parameters.Count}");
        _parameters.Add(operand);
        _names.Add(operand, name);
        return name;
    }

    /// <summary>An alias that no other table of the statement has.</summary>
    public string NextAlias() => string.Create(CultureInfo.InvariantCulture, $"t{_aliases++}");

    /// <summary>A name of the model in quotes.</summary>
    public static string Name(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A text of our own in quotes.</summary>
    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A column of an aliased table.</summary>
    public static string ColumnOf(string alias, string column) => $"{alias}.{Name(column)}";
}
