using Bulwark.Waf.Acl.Options;
using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>Headers, cookies or query arguments: all, or those of some names; their names, their values or both.</summary>
internal sealed class NamedValuesField(VariableKind kind, FieldScope scope, NameFilter filter) : Field
{
    public override string ToString() => $"{VariableTable.NameOf(kind)}{filter}";

    public override FieldReading Read(TransactionData data, ValueStore values)
    {
        foreach (ref readonly var entry in data.View(kind).Entries)
        {
            if (!filter.Includes(entry.Name.Span))
                continue;

            if (scope != FieldScope.Value)
                values.Add(new NamedValue(entry.Name, entry.Name));

            if (scope != FieldScope.Key)
                values.Add(new NamedValue(entry.Name, entry.Value));
        }

        return FieldReading.Values;
    }
}
