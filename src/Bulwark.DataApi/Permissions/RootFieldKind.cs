namespace Bulwark.DataApi.Permissions;

/// <summary>What a root field does.</summary>
internal enum RootFieldKind
{
    /// <summary>Rows of a table.</summary>
    Select,

    /// <summary>The one row with a primary key, or null.</summary>
    SelectByKey,

    /// <summary>Inserts rows; answers how many, and what is asked of them.</summary>
    Insert,

    /// <summary>Inserts one row and answers it.</summary>
    InsertOne,
}
