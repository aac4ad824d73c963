using System.Globalization;
using System.Text.RegularExpressions;
using Bulwark.DataApi.Metadata;

namespace Bulwark.DataApi.Tests.Permissions;

/// <summary>A client's condition: how it is written in GraphQL, and what it means.</summary>
internal abstract record Condition
{
    /// <summary>The condition as an object of a <c>*_bool_exp</c>.</summary>
    public abstract string Write();

    /// <summary>What it says of a row as a role sees it.</summary>
    public abstract bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row);

    internal sealed record All(IReadOnlyList<Condition> Parts) : Condition
    {
        public override string Write() => $"{{_and:[{string.Join(',', Parts.Select(part => part.Write()))}]}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row) =>
            NaiveDatabase.All([.. Parts.Select(part => part.Holds(database, role, row))]);
    }

    internal sealed record Any(IReadOnlyList<Condition> Parts) : Condition
    {
        public override string Write() => $"{{_or:[{string.Join(',', Parts.Select(part => part.Write()))}]}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row) =>
            NaiveDatabase.Any([.. Parts.Select(part => part.Holds(database, role, row))]);
    }

    internal sealed record Not(Condition Part) : Condition
    {
        public override string Write() => $"{{_not:{Part.Write()}}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row) => !Part.Holds(database, role, row);
    }

    internal sealed record Compare(string Column, string Operator, object Value) : Condition
    {
        public override string Write() => $"{{{Column}:{{{Operator}:{Literal(Value)}}}}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row)
        {
            if (row[Column] is not { } value)
                return null;

            var order = value is string text ? string.CompareOrdinal(text, (string)Value) : ((long)value).CompareTo(Convert.ToInt64(Value, CultureInfo.InvariantCulture));
            return Operator switch
            {
                "_eq" => order == 0,
                "_neq" => order != 0,
                "_gt" => order > 0,
                "_gte" => order >= 0,
                "_lt" => order < 0,
                "_lte" => order <= 0,
                "_like" => Regex.IsMatch((string)value, Pattern((string)Value), RegexOptions.Singleline | RegexOptions.NonBacktracking),
                "_ilike" => Regex.IsMatch(
                    (string)value, Pattern((string)Value), RegexOptions.Singleline | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking),
                _ => throw new InvalidOperationException(Operator),
            };
        }

        private static string Pattern(string like) =>
            "^" + Regex.Escape(like).Replace("%", ".*", StringComparison.Ordinal).Replace("_", ".", StringComparison.Ordinal) + "$";
    }

    internal sealed record In(string Column, IReadOnlyList<string> Values, bool IsNegated) : Condition
    {
        public override string Write() => $"{{{Column}:{{{(IsNegated ? "_nin" : "_in")}:[{string.Join(',', Values.Select(Literal))}]}}}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row)
        {
            if (Values.Count == 0)
                return IsNegated;

            return row[Column] is string value ? Values.Contains(value, StringComparer.Ordinal) != IsNegated : null;
        }
    }

    internal sealed record IsNull(string Column, bool Expected) : Condition
    {
        public override string Write() => $"{{{Column}:{{_is_null:{Literal(Expected)}}}}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row) => row[Column] is null == Expected;
    }

    /// <summary>Some row that the role sees at the other end of a relationship fits.</summary>
    internal sealed record Related(Relationship Relationship, Condition Inner) : Condition
    {
        public override string Write() => $"{{{Relationship.Name}:{Inner.Write()}}}";

        public override bool? Holds(NaiveDatabase database, string role, Dictionary<string, object?> row)
        {
            var visible = database.Visible(role, Relationship.Table).ToHashSet(ReferenceEqualityComparer.Instance);
            return database.Related(Relationship, row).Any(target => visible.Contains(target) && Inner.Holds(database, role, target) == true);
        }
    }

    private static string Literal(object value) => value switch
    {
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
