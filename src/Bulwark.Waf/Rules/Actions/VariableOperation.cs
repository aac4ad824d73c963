namespace Bulwark.Waf.Rules.Actions;

/// <summary>What <c>setvar</c> does.</summary>
internal enum VariableOperation
{
    /// <summary><c>=value</c></summary>
    Set,

    /// <summary><c>=+number</c></summary>
    Add,

    /// <summary><c>=-number</c></summary>
    Subtract,

    /// <summary><c>!name</c></summary>
    Remove,
}
