using Bulwark.Waf.Variables;

namespace Bulwark.Waf.Acl.Fields;

/// <summary>The part of a request that a statement looks at.</summary>
internal abstract class Field
{
    /// <summary>Adds the values of the field, which live as long as the transaction.</summary>
    public abstract FieldReading Read(TransactionData data, ValueStore values);

    /// <summary>Its name, as <c>waf explain</c> shows it.</summary>
    public abstract override string ToString();
}
